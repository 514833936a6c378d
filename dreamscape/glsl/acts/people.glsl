// people: small pictures of people with gestures, baked from real bodies (scripts/bake_memories.py), and light on them.
// figure(q, number): what is seen at a point of picture `number`, x from the middle, y up from its lower edge, in
// heights of it. dressed_in: its colours. three_tones: how lit it is. Cost: a tap of 8 bits, and another for the
// colours. Needs sine.glsl.
uniform sampler2D people;  // PEOPLE pictures side by side: distance, normal x and y, what it is made of
uniform sampler2D dressed;  // the same in their colours
const float PEOPLE = 14.0, ROWS = 320.0;
const float BRIGHTEST = 0.44;  // as of dreamscape/places/water/people.py
const float EMBRACE = 0.0, STAYS = 1.0, PAIR = 2.0, KNEELS = 3.0, CATCHES = 4.0, BENDS = 5.0, LEAVES = 6.0;
const float STRIDES = 8.0;  // pictures of LEAVES, two steps

struct Figure {
    float off;     // distance from the outline, negative within, heights of the picture
    vec2 slope;    // the normal's x and y
    vec2 spot;     // of the pictures, 0 to 1
};

Figure figure(vec2 q, float number) {
    vec2 at = vec2(q.x * (4.0 / 3.0) + 0.5, q.y);
    vec2 held = clamp(at, vec2(0.006, 0.004), vec2(0.994, 0.996));
    vec2 spot = vec2((held.x + number) / PEOPLE, held.y);
    vec3 seen = textureLod(people, spot, 0.0).rgb;
    float beside = length((at - held) * vec2(0.75, 1.0));
    float off = (128.0 - seen.x * 255.0) / (4.0 * ROWS) + beside;
    return Figure(off, seen.yz * 2.008 - 1.008, spot);
}

Figure nearer(Figure a, Figure b) {
    if (b.off < a.off) a = b;
    return a;
}

// A point that breathes and sways: the higher, the further.
vec2 alive(vec2 q, float t, float phase) {
    float breath = sine(t * 1.7 + phase);
    return vec2(q.x * (1.0 - 0.012 * breath) - q.y * q.y * (0.010 * sine(t * 0.8 + phase) + 0.006 * breath), q.y);
}

// Their colours, which are kept as roots of parts of the brightest.
vec3 dressed_in(Figure f) {
    vec3 root = textureLod(dressed, f.spot, 0.0).rgb;
    return root * root * BRIGHTEST;
}

// x: shadow, middle and light in three soft steps, 0 to 1; y: the rim that the light behind it gives.
vec2 three_tones(Figure f, vec3 to_light) {
    float front = sqrt(max(1.0 - dot(f.slope, f.slope), 0.0));
    float lit = dot(vec3(f.slope, front), to_light);
    float away = 1.0 - front;
    float rim = away * away * clamp(dot(f.slope, to_light.xy) * 1.4, 0.0, 1.0);
    return vec2(0.10 + 0.34 * smoothstep(-0.10, 0.12, lit) + 0.56 * smoothstep(0.40, 0.62, lit), rim);
}

// How much of the light a figure takes from the ground: `p` from where it stands, in heights of its picture; its shadow
// falls along `away`, a height of it.
float shadow_on_ground(vec2 p, vec2 away, float number, float turn) {
    float high = p.y / away.y;
    Figure f = figure(vec2((p.x - away.x * high) * turn, high + 0.05), number);
    float soft = 0.012 + 0.06 * max(high, 0.0);
    return (1.0 - smoothstep(-soft, soft, f.off)) * step(-0.02, high) * (1.0 - 0.6 * clamp(high, 0.0, 1.0));
}
