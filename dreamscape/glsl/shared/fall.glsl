// fall: 1 up to `from`, 0 above `to`, smooth between; `from` must be less than `to` (the reverse order of arguments,
// that smoothstep is often given, is undefined). Arguments: any unit. Cost: as smoothstep.
float fall(float from, float to, float x) {
    return 1.0 - smoothstep(from, to, x);
}
