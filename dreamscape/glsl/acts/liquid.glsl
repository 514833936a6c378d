// liquid: the stone's liquid on the skin of the palm: a pool, streams to the wrist, a film with currents of light
// within. Part of hand.glsl. Cost: three octaves of noise a pixel.
// Where the streams run, m across, from the pool to the wrist: apart at first, then one.
const vec3 LANES = vec3(-0.0095, 0.0035, 0.0135);

// The larger of two depths, joined by a fillet of size k.
float joined(float a, float b, float k) {
    float h = max(k - abs(a - b), 0.0) / k;
    return max(a, b) + h * h * k * 0.25;
}

// How deep the liquid stands on the skin, 0 to 1: a pool that spreads, and streams that find their way to the wrist and
// join; when it has run into the veins, less of it is left.
float liquid(vec3 p, float flowed, float left_) {
    vec2 way = vec2(p.x * 58.0 + now * 0.22, p.z * 58.0);
    float edge = perlin(way);
    vec2 pool = (p.xz - STONE.xz) / (vec2(0.029, 0.0200) * (0.35 + 0.75 * flowed) * (0.50 + 0.50 * left_));
    float deep = 1.0 - length(pool) + 0.38 * edge - 1.5 * fall(0.02, 0.25, flowed);
    float down = STONE.x - p.x;  // m from the stone towards the wrist
    float t = clamp(down / 0.062, 0.0, 1.0);
    t = t * t * (3.0 - 2.0 * t);
    vec3 off = p.z - mix(LANES, vec3(0.0015), t)
        + vec3(0.0022, -0.0030, 0.0018) * sin(p.x * vec3(150.0, 95.0, 120.0) + vec3(0.0, 1.0, 4.0)) * (1.0 - 0.6 * t);
    vec3 width = vec3(0.0046, 0.0066, 0.0040) * mix(0.55 + 0.45 * left_, 0.8, t);
    vec3 lane = 1.0 - abs(off) / width + 0.30 * edge;
    vec3 front = smoothstep(vec3(0.0), vec3(0.014), flowed * vec3(0.098, 0.116, 0.090) - down);
    lane = min(lane, 1.0) - 2.0 * (1.0 - front) - 1.2e4 * max(0.012 - down, 0.0) * max(0.012 - down, 0.0);
    float stream = joined(joined(lane.x, lane.y, 0.5), lane.z, 0.5);
    return clamp(joined(deep, stream, 0.4) - 0.06, 0.0, 1.0);
}

// A normal tilted by a height over the surface, m (Mikkelsen, Bump mapping unparametrized surfaces, 2010).
vec3 tilted(vec3 normal, float height) {
    vec3 along = dFdx(from_eye), up = dFdy(from_eye);
    vec3 a = cross(up, normal), b = cross(normal, along);
    float area = dot(along, a);
    return normalize(abs(area) * normal - sign(area) * (dFdx(height) * a + dFdy(height) * b));
}

// The liquid as a film on the skin `lit`, with currents of light within.
vec3 with_liquid(vec3 lit, vec3 normal, vec3 from_eye, vec3 gold, vec3 rose, float ember, vec3 sky) {
    float flowed = melting.x;
    float there = smoothstep(-0.1, 0.35, lies.y) * fall(0.096, 0.104, own.x);
    float deep = liquid(own, flowed, melting.z) * there;
    float sinks = smoothstep(-0.030, -0.004, own.x);  // into the wrist
    float film = smoothstep(0.015, 0.09, deep) * sinks;
    float dome = sqrt(max(deep, 0.0)) * 0.0065;
    vec2 run = own.xz * vec2(54.0, 150.0) + vec2(now * 1.1, 0.0);
    float swirl = perlin(run + 1.7 * perlin(own.xz * vec2(34.0, 72.0) + vec2(now * 0.55, 3.0)));
    float thread = max(1.0 - abs(swirl) * 3.1, 0.0);  // currents of light within, on their way to the wrist
    vec3 skin_of = tilted(normal, dome + 0.0007 * film * swirl);
    float open = clamp(-dot(from_eye, skin_of) * inversesqrt(dot(from_eye, from_eye)), 0.0, 1.0);
    vec2 off = own.xz - STONE.xz;
    float welling = 1.0 / (1.0 + dot(off, off) * 9000.0);
    welling *= welling;
    float thick = deep * deep * (3.0 - 2.0 * deep);
    vec3 amber = rose * vec3(1.0, 0.52, 0.36);
    vec3 inside = amber * (0.09 + 0.17 * thick) + gold * thick * (0.03 + 0.15 * open * open);
    inside += gold * thread * thread * (0.28 + 0.75 * thick)
        + light * thread * thread * thread * thread * (0.35 + 0.9 * thick);
    inside += mix(gold, light, welling) * welling * (0.25 + 0.85 * flowed) * (0.6 + 0.4 * open);
    inside *= (0.55 + 0.45 * melting.z) * (0.86 + 0.20 * heart) * (1.0 + 1.1 * melting.w);
    vec3 mirrored = reflect(normalize(from_eye), skin_of);
    float gloss = smoothstep(0.72, 1.0, dot(mirrored, vec3(-0.40, 0.82, -0.41)));
    float slant = 1.0 - open;
    inside += (counter * 0.55 + light * 0.75) * gloss * gloss * gloss + sky * slant * slant * slant * 0.35;
    float brim = film * (1.0 - smoothstep(0.05, 0.22, deep));  // where it clings to the skin: light gathers at its foot
    lit += amber * 0.85 * smoothstep(0.0, 0.05, deep) * (1.0 - film) * ember * sinks;
    lit = mix(lit, inside + gold * brim * 0.30, film * 0.96);
    return lit;
}
