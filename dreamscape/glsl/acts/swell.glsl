// swell: the height of the sea at a point, metres: two trains of Perlin noise, stretched along their crests, sharpened
// so that crests are narrow and troughs wide; each rises where the other is high, so that waves come in groups and no
// crest is long. Arguments: point on the plane (m), time (s), height (m), and how far details are blurred (m).
// swell_d also gives the slope (d/dx, d/dz) and how near a crest is, 1 on it and 0 some metres off.
// fold: where a crest folds over. Cost: two octaves of perlin, swell_d a little more.
const vec2 SWELL_A = vec2(0.0430, 0.0130);  // 1/m across and along the crests of the first train
const vec2 SWELL_B = vec2(0.0910, 0.0340);
const vec2 WAY_A = vec2(-0.316, -0.949);  // the way it runs, x and z: in from the open sea, past the land
const vec2 WAY_B = vec2(0.287, -0.958);
const vec2 SPEED = vec2(0.26, 0.38);  // lattice units a second: sqrt(9.81 k / (2 pi)) of deep water, k in waves a metre

// Across and along a train that runs in a direction.
vec2 in_train(vec2 p, vec2 way) {
    return vec2(dot(p, way), dot(p, vec2(-way.y, way.x)));
}

vec2 from_train(vec2 slope, vec2 way) {
    return way * slope.x + vec2(-way.y, way.x) * slope.y;
}

vec2 swell_place_a(vec2 p, float t) {
    return in_train(p, WAY_A) * SWELL_A + vec2(-t * SPEED.x, t * 0.021);
}

vec2 swell_place_b(vec2 p, float t) {
    return in_train(p, WAY_B) * SWELL_B + vec2(-t * SPEED.y, 17.0 - t * 0.034);
}

float swell(vec2 p, float t, float height, float blur) {
    float a = perlin(swell_place_a(p, t));
    float b = perlin(swell_place_b(p, t));
    vec2 soft = vec2(0.005, 0.010) + blur * blur * vec2(0.00185, 0.0083);
    float crest_a = 1.0 - sqrt(a * a + soft.x);
    float crest_b = 1.0 - sqrt(b * b + soft.y);
    return height * (1.30 * crest_a * crest_a * (0.85 + 0.55 * b) + 0.50 * crest_b * crest_b * (0.9 + 0.8 * a) - 1.0);
}

// How far the first train folds, 0 to 1: 1 - Jacobian of water that is carried `LEAN` ahead for each metre of height.
float fold(vec2 p, float t, float height) {
    vec3 a = perlin_d(swell_place_a(p, t));
    float root = sqrt(a.x * a.x + 0.005);
    float steep = height * 2.60 * (1.0 - root) * a.x / root * a.y * SWELL_A.x;
    return smoothstep(0.20, 0.45, steep);
}

vec3 swell_d(vec2 p, float t, float height, float blur, out float crest) {
    vec3 a = perlin_d(swell_place_a(p, t));
    vec3 b = perlin_d(swell_place_b(p, t));
    vec2 soft = vec2(0.005, 0.010) + blur * blur * vec2(0.00185, 0.0083);
    vec2 root = sqrt(vec2(a.x * a.x, b.x * b.x) + soft);
    vec2 high = 1.0 - root;
    vec2 group = vec2(0.85 + 0.55 * b.x, 0.9 + 0.8 * a.x);
    vec2 slope_a = from_train(a.yz * SWELL_A, WAY_A);
    vec2 slope_b = from_train(b.yz * SWELL_B, WAY_B);
    vec2 steep = vec2(2.60, 1.00) * high * group * vec2(a.x, b.x) / root;
    vec2 slope = slope_a * (0.40 * high.y * high.y - steep.x) + slope_b * (0.715 * high.x * high.x - steep.y);
    vec2 off = vec2(a.x * a.x, b.x * b.x) / vec2(dot(slope_a, slope_a), dot(slope_b, slope_b) * 2.0 + 1e-6);
    vec2 near = (0.4 + 0.6 * group) * vec2(1.0, 0.5) / (1.0 + off * 0.28);
    crest = max(near.x, near.y);
    return height * vec3(1.30 * high.x * high.x * group.x + 0.50 * high.y * high.y * group.y - 1.0, slope);
}
