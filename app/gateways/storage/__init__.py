"""保存: contents of files, by key. Must not know: what a file is for, or whose it is."""
