// melting: how far the stone in the hand has melted, by frame.act_time. kindled: 0 a dark stone to 1 glowing
// from within; molten: 0 solid to 1 liquid; risen: 0 to 1 as the light climbs from the wrist up the forearm; faded: 1
// while the pool is bright to 0.35 when it has run into the veins; swollen: 0 to 1 as all the light swells. The moments
// are the hand's parameters.
// Cost: negligible.
uniform float melts;  // s, when the stone begins to melt; it takes MELT seconds
uniform float rises;  // s, when the light reaches the wrist; it takes RISE seconds to the elbow
uniform float swells; // s, when it begins to swell, for SWELL seconds: slow enough to be no flash
const float MELT = 4.0;
const float RISE = 5.0;
const float SWELL = 2.4;

float kindled() {
    return smoothstep(melts - 3.0, melts + 1.5, frame.act_time);
}

float molten() {
    return smoothstep(melts, melts + MELT, frame.act_time);
}

float risen() {
    return smoothstep(rises - 0.5, rises + RISE, frame.act_time);
}

float faded() {
    return 1.0 - 0.65 * smoothstep(rises, rises + RISE + 1.0, frame.act_time);
}

float swollen() {
    return smoothstep(swells, swells + SWELL, frame.act_time);
}
