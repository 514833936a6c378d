// facing: normals of the shore's rock in two numbers of 0 to 1: the stereographic projection from the side of the sea's
// far end, whence nobody looks at it. Those that face there by more than 60 degrees share their rim.
// packed_normal(n): of a unit normal. unpacked_normal(p): the unit normal. Cost: a division.
const float FACING_RIM = 1.75;

vec2 packed_normal(vec3 n) {
    vec2 p = n.xy / max(1.0 - n.z, 0.1);
    return clamp(p / FACING_RIM, -1.0, 1.0) * 0.5 + 0.5;
}

vec3 unpacked_normal(vec2 p) {
    p = p * (2.0 * FACING_RIM) - FACING_RIM;
    float k = 2.0 / (1.0 + dot(p, p));
    return vec3(p * k, 1.0 - k);
}
