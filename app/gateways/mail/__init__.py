"""通知: letters by electronic mail. Must not know: cases, or why a letter is sent."""
