"""Third parties (第三者) to whom data goes."""
