// depths: the open water, seen from within. depths(up): its light in a direction whose sine of elevation is `up`;
// beam_towards(azimuth): the unit direction towards the light above, by the tangent of its bearing; veil(reach): how much
// water hides of what is `reach` metres away. Needs frame.glsl; the surface lies at y = 0. Cost: about ten operations.
vec3 beam_towards(float azimuth) {
    return normalize(vec3(azimuth, 1.42, 1.0));
}

float veil(float reach) {
    float clear = 1.0 / (1.0 + reach * 0.050);
    return 1.0 - clear * clear;
}

vec3 depths(float up) {
    float u = clamp(0.5 + 0.5 * up, 0.0, 1.0);
    float shallow = 1.0 / (1.0 - 0.30 * min(eye.y, 0.0));
    vec3 low = shadow * 0.5 + dominant * 0.008;
    vec3 middle = dominant * (0.055 + 0.26 * shallow) + counter * 0.004;
    vec3 high = dominant * 0.20 + counter * (0.10 + 0.34 * shallow);
    return mix(mix(low, middle, smoothstep(0.22, 0.74, u)), high, smoothstep(0.62, 1.0, u));
}
