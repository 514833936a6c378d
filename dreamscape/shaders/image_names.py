"""Names by which shaders from elsewhere know what they are given: the inputs of filters and of transitions."""

FILTERED = "inputImage"  # the picture that a filter changes
FROM, TO, PROGRESS = "startImage", "endImage", "progress"  # of a transition: the acts that leave and come, and how far
