"""Who was in touch with whom: questions on calls, mails, meetings, messages and tickets, read part by part."""
