"""Pages of the room: the library of rules, the register of honours, the appraisals."""
