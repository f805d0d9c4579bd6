"""What children's pages say in other languages: the catalogues, a council's own wordings over them, and the sheets."""
