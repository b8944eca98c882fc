"""议政: the platform on which a local CPPCC committee (政协委员会) runs its whole year."""
