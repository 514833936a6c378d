// ring_wave: waves that run outwards in a ring: slope (x, y) and height at `d` m from its middle. Its crest is `front`
// m away; `shape` is 1 / its width, radians a metre, and height. ring_shape: that of one born `age` seconds ago. Needs
// sine.glsl and fall.glsl. Cost: 60 operations.
const float RING_PACE = 0.34;  // m/s

vec3 ring_shape(float age, float strength) {
    float height = strength * smoothstep(0.0, 0.30, age) * fall(2.0, 5.0, age) / (1.0 + 0.9 * age);
    return vec3(1.0 / (0.12 + 0.055 * age), 6.2831853 / (0.115 + 0.022 * age), height);
}

vec3 ring_wave(vec2 d, float front, vec3 shape) {
    float r = length(d) + 1e-3;
    float lag = r - front;
    float u = lag * shape.x;
    float train = max(1.0 - u * u, 0.0);
    train *= train * shape.z * smoothstep(0.0, 0.05, r);
    float turn = lag * shape.y;
    return vec3(d / r * cosine(turn), sine(turn)) * train;
}
