"""Situations (場面) in which data is provided, as the policy declares them."""
