"""The one door for all input: nothing else in the house opens, decodes or unpacks anything.

- `files`: opening with limits; `decode`: bytes to text; `archives`: ZIP; `workbook`: spreadsheets;
- `pdf`: text of PDFs; `documents`: JSON, YAML, XML; `copies`: what was given twice;
  `inert`: hostile text.

Whatever is wrong with a file becomes a `Problem` in a `UserError`; the known errors of files,
archives, XML, JSON and YAML never leave this folder. It imports no link, only `errors`.
"""
