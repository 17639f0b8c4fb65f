"""Files that other people see: plan files, Word and Excel."""
