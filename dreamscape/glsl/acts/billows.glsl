// billows: the far clouds along the horizon, towers of billows: how far inside one a direction lies, their slopes, and
// how much they bulge. Arguments: tangents of azimuth and elevation; how tall they are, 1 for thunderheads; returns
// metres, as it were, from the edge inwards. Needs perlin.glsl and the sky layer's sky_time, sky_place, seam_azimuth.
// Cost: 8 octaves of perlin.
float billows(vec2 t, float tall, out vec2 slope, out float puff) {
    float drift = sky_time * 0.0025;
    float along = t.x + drift + sky_place.x;
    vec2 p = vec2(along, t.y * 1.25 - drift * 0.5);
    vec3 big = perlin_d(p * vec2(7.0, 8.0) + sky_place.yz);
    vec3 mid = perlin_d(p * vec2(17.0, 18.0) + 0.20 * big.yz - sky_place.zy);
    vec3 small = perlin_d(p * 41.0 + 0.25 * mid.yz);
    vec3 puffs = abs(vec3(big.x, mid.x, small.x));  // round on top, with creases between
    puff = dot(puffs, vec3(0.95, 0.70, 0.45));
    float bent = along + 0.012 * big.y + 0.006 * mid.y;
    float mass = perlin(vec2(bent * 1.9, 3.7)) + 0.5 * perlin(vec2(bent * 4.3, 9.1));
    float top = 0.016 + 0.30 * tall * max(mass + 0.02, 0.0) * (1.0 - 0.6 * exp(-abs(t.x - seam_azimuth) * 7.0));
    slope = 2.2 * (big.yz * sign(big.x) * 0.42 + mid.yz * sign(mid.x) * 0.40 + small.yz * sign(small.x) * 0.26);
    return top - t.y + (puff - 0.42) * 0.085 * smoothstep(0.0, 0.06, top);
}
