// arch: the arch of the door from close by, and the shadow that its edge casts on what stands back. Metres, as in
// dreamscape/places/door/portal.py. arch: m to the outline of the leaves moved outwards by `beyond`, negative inside.
// sunlit: 1 where the moon, `way`, is seen past the edge of the `hole` in the front (how far beyond the leaves that
// reaches, and how far they stand back), 0 in its shadow; seen at `size` metres a pixel. bevel: the step of one that
// begins at d = 0 and is `wide`, seen at `size` metres a pixel: 0 off it, 1 on it. Cost: arch 12 operations, sunlit 25.
const float HALF_WIDE = 1.6, POINT = 6.2;
const float RISE = 1.35 * HALF_WIDE;
const float RADIUS = 0.5 * (RISE * RISE / HALF_WIDE + HALF_WIDE);

float arch(vec2 p, float beyond) {
    vec2 q = vec2(abs(p.x) + RADIUS - HALF_WIDE, max(p.y - POINT + RISE, 0.0));
    return length(q) - RADIUS - beyond;
}

uniform vec2 hole;

#ifdef FRAGMENT_STAGE
float sunlit(vec3 place, vec3 way, vec2 hole, float size) {
    float run = max(place.z + hole.y - 0.02, 0.0) / max(-way.z, 0.05);  // m to the plane of the front, which has none
    float off = arch(place.xy + way.xy * run, hole.x);
    float soft = max(0.02 + 0.11 * run, size);  // the moon through thin haze
    return run > 0.0 ? smoothstep(soft, -soft, off) : 1.0;
}

float bevel(float d, float wide, float size) {
    float w = max(wide, size);
    float per = 1.0 / size;
    return clamp(min(d, w - d) * per + 0.5, 0.0, 1.0) * min(wide * per, 1.0);
}

// Slopes in 8 bits, -4 to 4, finest around 0.
vec2 slope_bytes(vec2 slope) {
    return 0.5 + 0.5 * sign(slope) * sqrt(min(abs(slope) * 0.25, 1.0));
}

vec2 slope_of(vec2 slope) {
    vec2 s = slope * 2.0 - 1.00392;  // 128 is level
    return s * abs(s) * 4.0;
}
#endif
