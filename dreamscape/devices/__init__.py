"""Windows, displays, speakers and microphones."""
