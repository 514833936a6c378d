// touch: how strongly a place feels the dreamer's hand: 0 not at all, 1 under it or where the wave of a stroke passes,
// up to about 2 where it has just struck. Call it only if `touched`: a file that includes this has two programs, and
// the one for pictures without a hand leaves all of it out. Needs frame.glsl.
// Places are half heights of the picture right of and above its middle. Pass a place that is bent by the layer's own
// noise or slope, and the result has the layer's grain. Cost: 80 operations.
#ifdef TOUCHED
const bool touched = true;
#else
const bool touched = false;
#endif
const float HAND_FELT = 0.42;  // how far a hand is felt, half heights
const float WAVE_COMES = 2.4;   // how far a wave runs, half heights

vec2 in_picture(vec2 position) {  // the place of a fragment
    return (position * frame.texel * 2.0 - 1.0) * vec2(frame.aspect, 1.0);
}

vec2 in_view(vec3 way) {  // the place of a direction from the eye
    vec2 seen = vec2(dot(way, frame.right) / dot(frame.right, frame.right) * frame.aspect,
        dot(way, frame.up) / dot(frame.up, frame.up));
    return seen / max(dot(way, frame.forward), 1e-3);
}

vec3 way_to(vec2 place) {  // the direction of a place, not normalised
    return frame.forward + frame.right * (place.x / frame.aspect) + frame.up * place.y;
}

// A hand `off` half heights away.
float near_hand(float off) {
    float k = 1.0 / (1.0 + off * off / (HAND_FELT * HAND_FELT));
    return frame.hand.z * k * k * (0.92 + 0.08 * sin(frame.time * 2.3) + 0.35 * frame.hand.w);
}

// How far a wave has run after so many seconds, half heights: quickly at first, then ever more slowly.
float reach_of(float since) {
    return WAVE_COMES * (1.0 - exp2(-1.4 * since));
}

// A wave whose middle is `off` half heights away: a soft front, a long wake, a glow in the middle that sinks.
float wave_of(float off, vec4 wave) {
    float behind = reach_of(wave.z) - off;
    float left = max(1.0 - wave.z / 3.0, 0.0);
    float front = smoothstep(-0.30, 0.12, behind) * exp2(-max(behind, 0.0) * 2.4);
    float glow = exp2(-off * off * 9.0 - wave.z * 3.0);
    return wave.w * smoothstep(0.0, 0.10, wave.z) * left * left * (front + 0.7 * glow);
}

float felt_at(vec2 place) {
    float sum = near_hand(length(place - frame.hand.xy));
    for (int i = 0; i < 4; i++) sum += wave_of(length(place - frame.waves[i].xy), frame.waves[i]);
    return sum;
}

// The same on level ground at height 0: the distance of a point (x, z) from where the hand, or its mirror image, meets
// it.
float on_level(vec2 point, vec2 place) {
    vec3 way = way_to(place);
    float down = max(abs(way.y), 0.03 * length(way.xz));
    vec2 met = frame.eye.xz + way.xz * (abs(frame.eye.y) / down);
    return distance(point, met) / (distance(met, frame.eye.xz) * length(frame.up) + 1e-3);
}

float felt_on(vec2 point) {
    float sum = near_hand(on_level(point, frame.hand.xy));
    for (int i = 0; i < 4; i++) sum += wave_of(on_level(point, frame.waves[i].xy), frame.waves[i]);
    return sum;
}
