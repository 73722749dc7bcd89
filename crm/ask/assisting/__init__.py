"""What people ask an assistant: their day, a client before a call, what was promised, how it goes."""
