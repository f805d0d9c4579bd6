"""The wordings children meet, in each language, as gettext catalogues."""
