// air_map: where a direction lies in the mere's map of its air, which spans AIR_SPAN to both sides of the camera and
// all elevations, finer near the horizon; and back. level_way: a direction with a level part of length 1. Needs
// frame.glsl. `ahead`: the camera's way, level, where a vertex stage has passed it on. Cost: 12 operations.
const float AIR_SPAN = 0.80;  // sine of the bearing from the camera's
const float AIR_HALF = 0.35;  // tangent of the elevation in the map's middle row

vec3 level_way(vec3 d) {
    return vec3(d.x, abs(d.y), d.z) * inversesqrt(max(dot(d.xz, d.xz), 1e-6));
}

vec2 air_uv(vec3 level, vec2 ahead) {
    float aside = level.x * ahead.y - level.z * ahead.x;
    return vec2(aside * (0.5 / AIR_SPAN) + 0.5, level.y / (level.y + AIR_HALF));
}

vec2 air_uv(vec3 level) {
    return air_uv(level, normalize(frame.forward.xz));
}

vec3 air_way(vec2 uv) {
    vec2 ahead = normalize(frame.forward.xz);
    float aside = (uv.x - 0.5) * 2.0 * AIR_SPAN;
    vec2 flat_way = ahead * sqrt(1.0 - aside * aside) + vec2(ahead.y, -ahead.x) * aside;
    float rise = AIR_HALF * uv.y / max(1.0 - uv.y, 1e-3);
    return vec3(flat_way.x, rise, flat_way.y);
}
