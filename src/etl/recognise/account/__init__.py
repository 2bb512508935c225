"""Account: what every filled cell of a sheet was taken for, from what reading decided."""
