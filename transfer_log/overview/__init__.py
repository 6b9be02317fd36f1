"""Join features on one page: home by role, a person with everything recorded about them."""
