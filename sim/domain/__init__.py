"""Records of what is bargained over and of what came of it; all frozen."""
