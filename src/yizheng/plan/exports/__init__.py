"""The annex of a plan as the office hands it round: four columns, merged months, in Word and Excel."""
