"""The rich text of a field as it looks: a document, its editor, pasting, the tool bar."""
