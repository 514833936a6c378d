"""What bakes the voice: a speaker, what turns speech into a whisper, and what the speaker reads."""
