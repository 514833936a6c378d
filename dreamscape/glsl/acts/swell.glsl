// swell: the height of the sea at a point, metres: two trains of Perlin noise, stretched along their crests, sharpened
// so that crests are narrow and troughs wide. Arguments: point on the plane (m), time (s). swell_d also gives the
// slope. Cost: two octaves of perlin (2 ms at 1280x720 on two cores), swell_d a little more.
const vec2 SWELL_A = vec2(0.0430, 0.0152);  // 1/m across and along the crests of the first train
const vec2 SWELL_B = vec2(0.0910, 0.0420);
const mat2 TURN_A = mat2(-0.292, 0.956, 0.956, 0.292);  // towards the shore: unit axes across and along
const mat2 TURN_B = mat2(-0.755, -0.656, 0.656, -0.755);
const vec2 SPEED = vec2(0.27, 0.41);  // lattice units a second: sqrt(9.81 k / (2 pi)) of deep water, k in waves a metre

vec2 swell_place_a(vec2 p, float t) {
    return (TURN_A * p) * SWELL_A + vec2(-t * SPEED.x, t * 0.021);
}

vec2 swell_place_b(vec2 p, float t) {
    return (TURN_B * p) * SWELL_B + vec2(-t * SPEED.y, 17.0 - t * 0.034);
}

float swell(vec2 p, float t, float height) {
    float a = perlin(swell_place_a(p, t));
    float b = perlin(swell_place_b(p, t));
    float crest_a = 1.0 - sqrt(a * a + 0.004);
    float crest_b = 1.0 - sqrt(b * b + 0.008);
    return height * (1.35 * crest_a * crest_a + 0.55 * crest_b * crest_b - 1.15);
}

// Height and slope (d/dx, d/dz).
vec3 swell_d(vec2 p, float t, float height) {
    vec3 a = perlin_d(swell_place_a(p, t));
    vec3 b = perlin_d(swell_place_b(p, t));
    float root_a = sqrt(a.x * a.x + 0.004);
    float root_b = sqrt(b.x * b.x + 0.008);
    float crest_a = 1.0 - root_a;
    float crest_b = 1.0 - root_b;
    vec2 slope = (a.yz * SWELL_A * (-2.70 * crest_a * a.x / root_a)) * TURN_A;
    slope += (b.yz * SWELL_B * (-1.10 * crest_b * b.x / root_b)) * TURN_B;
    return height * vec3(1.35 * crest_a * crest_a + 0.55 * crest_b * crest_b - 1.15, slope);
}
