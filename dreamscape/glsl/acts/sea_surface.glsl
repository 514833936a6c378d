// sea_surface: the first pass of the ocean, in a picture much narrower than the frame and as high, but for every other
// row of the near sea: where each ray meets the swell, in front of what it hides, and all of the sea that changes
// slowly along the horizon: its larger waves, its foam, and how much rock it mirrors. Needs ocean_light.glsl,
// perlin.glsl, sine.glsl, swell.glsl and ripple.glsl.
// Cost: up to 29 octaves of perlin a pixel, of which there are 88 in a row: 4 ms of processor time at 1280x720.
uniform sampler2D coast;  // metres to the foot of the land
// How far along the ray it is met, the slope of the larger waves (d/dx, d/dz), the deviation of slopes that a pixel
// does not show
layout(location = 0) out vec4 waves;
// In 8 bits: the roots of how thin the water is there and of how much foam covers it; how much rock it mirrors; how
// high its larger ripples are, from 0.5 on, in FINE_RANGE
layout(location = 1) out vec4 looks;

const float LEAN = 0.85;  // metres that water is carried ahead for each metre it is raised: steep fronts, long backs
const float STRIDE = 2.2;    // m ahead, the least step of a ray, which meets the near sea in fewer
const float HIDING = 420.0;  // m: how far out the swell hides what is behind it

// How much of the swell is left so far out, and so near to rock.
float left_of(float away, float off_shore) {
    float open = 0.22 + 0.78 * smoothstep(0.5, 16.0, off_shore);
    return loud * open / (1.0 + away * away * 6e-6);
}

// Where water at a point and height would be in a calm.
vec2 calm_place(vec2 p, float y) {
    return p - WAY_A * (LEAN * y) + sea_at.xy;
}

// Metres from the swell up to the point of a ray.
float gap(vec3 ray, float reach, float left, float blur) {
    float y = eye_at.y + ray.y * reach;
    return y - left * swell(calm_place(eye_at.xz + ray.xz * reach, y), now, high, blur);
}

// How far along a ray the swell is met first; `flat_reach` on level water.
float meet(vec3 ray, float flat_reach, float away, float left) {
    float blur = pixel * away * away / eye_at.y * 0.25;
    float top = 0.95 * high * left;
    float s0 = flat_reach + top / ray.y, s1 = s0;
    float g0 = top, g1 = 0.0;
    float stride = max(-1.75 * top / ray.y / float(STEPS), STRIDE);
    int steps = away < HIDING ? STEPS : 1, i = 0;
    do {
        s1 = s0 + stride;
        g1 = gap(ray, s1, left, blur);
        if (g1 < 0.0) break;
        s0 = s1;
        g0 = g1;
        i++;
    } while (i < steps);
    return mix(flat_reach, s0 + (s1 - s0) * g0 / max(g0 - g1, 1e-4), smoothstep(HIDING, 0.5 * HIDING, away));
}

// Foam of the last seconds: water that folded then still carries it. Found by looking back, so that it needs no memory
// and a film may begin anywhere.
float foam_left(vec2 p, float height) {
    float most = 0.0;
    for (int i = 0; i < FOAM_STEPS; i++) {
        float since = float(i) * (2.4 / float(FOAM_STEPS));
        most = max(most, fold(p, now - since, height) * exp2(-since * 0.9));
    }
    return most;
}

// Metres to the nearest rock, of the promontory or a stack.
float to_rock(vec2 p) {
    float off = textureLod(coast, (p - vec2(COAST_X, COAST_Z)) / COAST_SIDE, 0.0).r;
    for (int i = 0; i < 2; i++) off = min(off, max(distance(p, stands[i].xy) - stands[i].z, 0.0));
    return off;
}

// How much of the mirrored sky rock hides: the cliff beyond water at its foot, and the stacks, blurred by the waves.
float rock_in_mirror(vec2 p, vec2 outward, float off_shore, vec2 slope) {
    float near = min(off_shore, min(to_rock(p + outward * 1.7), to_rock(p + outward * 4.0)));
    float hidden = exp2(-near * near * 0.35);
    for (int i = 0; i < 2; i++) {
        vec2 way = stands[i].xy - p;
        float ahead = dot(way, outward);
        float aside = abs(dot(way, vec2(-outward.y, outward.x)) + ahead * 0.25 * slope.x) / stands[i].z;
        float low = stands[i].w / (stands[i].w + 0.30 * max(ahead, 1.0));
        hidden = max(hidden, exp2(-aside * aside) * step(2.0, ahead) * (0.05 + low));
    }
    return min(hidden, 1.0);
}

// Far out, where waves are too small to be seen one by one, gusts roughen the water in long streaks.
float gust_of(vec2 from_eye, float away) {
    vec2 polar = vec2(from_eye.x / max(from_eye.y, 1.0) * 7.0 + sea_at.x, log2(away) * 9.0 + now * 0.10);
    float gust = perlin(polar) + 0.6 * perlin(polar * vec2(2.3, 2.1) + vec2(now * 0.07, 7.7));
    return gust * smoothstep(60.0, 200.0, away);
}

void main() {
    vec3 ray = way;
    ray.y = min(ray.y, -1e-4);
    float along = length(ray);
    float flat_reach = -eye_at.y / ray.y;
    float off_shore = to_rock(eye_at.xz + ray.xz * flat_reach);
    float left = left_of(flat_reach * along, off_shore);
    waves.x = meet(ray, flat_reach, flat_reach * along, left);

    vec3 world = eye_at + ray * waves.x;
    vec2 q = calm_place(world.xz, world.y);
    vec2 outward = normalize(ray.xz);
    float away = waves.x * along;
    float grazing = -ray.y / along;
    float flat_footprint = pixel * away / (grazing + 0.02);
    float crest;
    vec3 wave = swell_d(q, now, high, flat_footprint * 0.5, crest) * left;
    float calm = clamp(1.3 - flat_footprint * 0.03, 0.0, 1.0);
    wave.yz *= calm / max(1.0 + LEAN * dot(WAY_A, wave.yz), 0.4);

    vec2 slope;
    float fine, lost;
    ripples(q, footprint_of(away, dot(wave.yz, outward), grazing), slope, fine, lost);
    float gust = gust_of(world.xz - eye_at.xz, away);
    waves.yz = wave.yz + slope;
    waves.w = sqrt(lost + 0.0012 + 0.0004 * (1.0 - calm)) * (1.0 + 0.35 * gust);
    float thin = crest * crest * smoothstep(0.0, 0.24, dot(wave.yz, outward));
    float wash = off_shore - 0.9 - 0.7 * sine(now * 0.55 + 0.25 * world.x) - 0.6 * world.y;
    float surf = exp2(-max(wash, 0.0) * 0.75) + 0.4 * exp2(-off_shore * off_shore * 3.0);
    surf *= 0.46 + 0.55 * perlin(world.xz * 0.23 + vec2(now * 0.05, sea_at.z));
    float white = max(surf, 0.55 * foam_left(q, high * left)) * foamy;
    float rock = rock_in_mirror(world.xz, outward, off_shore, waves.yz);
    looks = vec4(sqrt(max(vec2(thin, white), 0.0)), rock, 0.5 + (fine + 0.5 * gust) / FINE_RANGE);
}
