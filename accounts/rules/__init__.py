"""Rules about accounts that know no Django."""
