"""Every picture: takes a result, returns Axes; the only home of matplotlib."""
