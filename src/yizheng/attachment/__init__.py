"""Files (附件): kept by content, opened only by asking who may see what they belong to. Design 5."""
