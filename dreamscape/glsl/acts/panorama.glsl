// panorama: where a direction lies in the sky's panorama texture. Across: the tangent of the azimuth, linear in
// +-PANORAMA_REACH; up: the tangent of the elevation e as e / (e + 0.35), so that the horizon is the sharpest.
// Arguments: a direction (z > 0 looks out to sea), not normalised. Cost: two divisions.
const float PANORAMA_REACH = 1.35;

vec2 panorama_uv(vec3 d) {
    vec2 t = d.xy / max(d.z, 1e-3);
    float e = max(t.y, 0.0);
    return vec2(0.5 + t.x * (0.5 / PANORAMA_REACH), e / (e + 0.35));
}

// The inverse: tangents of azimuth and elevation of a point of the texture.
vec2 panorama_tangents(vec2 uv) {
    float v = min(uv.y, 0.985);
    return vec2((uv.x - 0.5) * 2.0 * PANORAMA_REACH, 0.35 * v / (1.0 - v));
}
