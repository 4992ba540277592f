"""Many runs: the compiled loop over the same week, how runs are shared out, and where they are kept."""
