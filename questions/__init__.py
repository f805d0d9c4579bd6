"""The ground floor: what may be asked, on what scale, and what counts as an answer.

Pure Python. Nothing here knows of the web, of forms or of a database.
"""
