"""What a source or the outlet claims."""
