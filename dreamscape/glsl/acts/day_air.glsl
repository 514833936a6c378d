// day_air: the light of a direction above the mere by day: mist that the sun comes through, white on the water, and a
// pale blue overhead; a is 0, for no star is seen. Argument: the direction, of which the level part has length 1. Needs
// what night_air.glsl needs, and that file's low_mist. Cost: 4 octaves of noise.
vec4 day_air(vec3 d) {
    vec2 t = d.xy;
    vec2 glow_at = key_glow(d);
    float off = t.x - normalize(lamp.xz - frame.eye.xz).x;
    vec2 q = vec2(t.x * 2.2 - frame.time * 0.030, t.y * 9.0 + mere_place.z + frame.time * 0.016);
    float drift = perlin(q) + 0.5 * perlin(q * 2.3 + 4.0) + 0.3 * perlin(q * vec2(3.1, 5.2));
    float low = min(low_mist(0.7 * t.y), 1.0);
    vec2 away = vec2(off + 0.22, t.y - sun);
    float glare = 1.0 / (1.0 + 5.0 * dot(away, away)) + 1.6 / (1.0 + 110.0 * dot(away, away));
    vec3 warm = mix(frame.light, frame.accent, 0.22);
    vec3 blue = frame.dominant * 0.80 + frame.light * 0.14;
    vec3 veil = frame.light * 0.62 + frame.counter * 0.10;
    vec3 sky = mix(blue, veil, clamp(0.30 + 0.62 * low + 0.30 * drift * (1.0 - 0.6 * low), 0.0, 1.0) * min(mist, 1.2));
    sky += warm * (0.17 * glare * (0.85 + 0.3 * drift));
    return vec4(sky + frame.counter * 0.05 * glow_at.y, 0.0);
}
