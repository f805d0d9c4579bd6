from collections.abc import Mapping, Sequence

# What Heard asks of typst. Its own types leave out files by their names.
def compile(
    input: Mapping[str, bytes],
    *,
    format: str,
    pdf_standards: Sequence[str],
    font_paths: Sequence[str],
    ignore_system_fonts: bool,
    sys_inputs: Mapping[str, str],
) -> bytes: ...
