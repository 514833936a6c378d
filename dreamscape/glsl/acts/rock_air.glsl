// rock_air: the air before rock by the sea: its colour, and how much of the rock it hides. Argument: metres of it.
// Needs frame.glsl. DAY: of daylight. Cost: an exponential.
vec4 rock_air(float way) {
#ifdef DAY
    vec3 colour = frame.counter * 0.35 + frame.light * 0.45;
#else
    vec3 colour = frame.shadow + frame.counter * 0.06;
#endif
    return vec4(colour, 1.0 - exp(-max(way - 20.0, 0.0) * 0.0060));
}
