// own_memory: a photograph that was painted, in the colours of the dream; it sways by how near things seem, and petals,
// snow or lights drift through its air, behind what is near.
// Arguments: a point (-1 to 1, y up), seconds since it began, the size of a pixel in those units. Linear light.
// Needs frame.glsl, perlin.glsl and sine.glsl. Cost: about 14 ms a million pixels on two cores.
uniform sampler2D painting;  // sRGB, and how near it seems; first row at the bottom
uniform sampler2D following;  // of a clip: the next picture
uniform float between;  // how far towards that, 0 .. 1
uniform int mood;  // 0 petals, 1 snow, 2 lights
uniform float moving;  // 1 for one that is seen large, 0 for one that rests

float swing(float turns) {
    return sine(6.2831853 * turns);
}

vec2 mirrored(vec2 uv) {
    return 1.0 - abs(1.0 - abs(uv));
}

vec4 paint(vec2 uv) {
    vec4 now = texture(painting, uv);
    return between > 0.0 ? mix(now, texture(following, uv), between) : now;
}

vec3 linear_light(vec3 c) {
    return c * (c * (c * 0.305306011 + 0.682171111) + 0.012522878);
}

float brightness_of(vec3 c) {
    return dot(c, vec3(0.2126, 0.7152, 0.0722));
}

// A palette's colour as a tint that leaves brightness as it is.
vec3 tint_of(vec3 c, float strength) {
    return mix(vec3(1.0), c / max(brightness_of(c), 0.02), strength);
}

// Shadows of the deep, far light of its surface, and skin as it was.
vec3 in_the_dream(vec3 c, float near, float rim, float height) {
    float l = brightness_of(c);
    c = mix(vec3(l), c, 1.18);
    c = mix(c, l * tint_of(frame.dominant, 0.24), 0.66 * (1.0 - smoothstep(0.0, 0.18, l)));
    float far = (1.0 - smoothstep(0.12, 0.62, near)) * smoothstep(0.20, 0.70, l);
    far *= 1.0 - smoothstep(0.05, 0.28, (c.r - c.b) / max(l, 0.05));  // no face is a sky
    vec3 sky = mix(mix(frame.accent, frame.counter, smoothstep(0.30, 0.75, height)), frame.dominant, 0.25 * height);
    c = mix(c, l * tint_of(sky, 0.62), 0.80 * far);
    c = mix(c, l * tint_of(frame.light, 0.9), 0.22 * smoothstep(0.40, 1.0, l) * (1.0 - far));
    c *= 0.96 - 0.30 * smoothstep(0.25, 0.95, l) - 0.30 * far;  // a sky of evening
    c *= 1.0 - 0.62 * rim * rim;
    return c + frame.dominant * (0.022 + 0.05 * rim);
}

// One drifting thing of its cell: a petal that turns, a flake, or a light; x how much of it, y its shade.
vec2 drifting(vec2 p, float t, float fine, float number) {
    float fall = mood == 2 ? -0.10 : (mood == 1 ? 0.34 : 0.24);
    vec2 q = p * fine + vec2(0.35 * swing(t * 0.09 + p.y * 0.3 + number * 0.3) - 0.12 * t, fall * t * fine * 0.25);
    vec2 cell = floor(q);
    vec3 r = unpack3(hash(ivec2(cell) + int(number) * 131));
    float there = step(r.z, mood == 2 ? 0.22 : 0.46 - 0.09 * number);
    vec2 d = q - cell - 0.3 - 0.4 * r.xy;
    if (mood == 2) {
        float glow = 0.0030 / (0.0022 + dot(d, d)) * (0.5 + 0.5 * swing(t * (0.10 + 0.1 * r.x) + r.y));
        return vec2(glow * there * smoothstep(0.30, 0.10, length(d)), 1.0);
    }
    float size = 0.055 + 0.075 * r.x;
    if (mood == 1) return vec2((1.0 - smoothstep(0.25 * size, size, length(d))) * there, 1.0);
    float turn = t * (0.06 + 0.10 * r.y) + r.x;
    vec2 way = vec2(swing(turn + 0.25), swing(turn));
    vec2 e = vec2(dot(d, way), dot(d, vec2(-way.y, way.x)));
    float flat_ = 0.42 + 0.30 * swing(turn * 1.7 + r.z);  // as it tumbles
    float pointed = length(vec2(e.x, e.y / max(flat_, 0.2)) + vec2(0.0, 1.6 * e.x * e.x));
    return vec2((1.0 - smoothstep(0.78 * size, size, pointed)) * there, 0.72 + 0.45 * r.y + 2.2 * e.x);
}

vec3 with_air(vec3 c, vec2 p, float t, float near) {
    vec3 body = mood == 0 ? mix(frame.accent, vec3(1.0), 0.25) * 0.75 : frame.light * 0.85;
    if (mood == 2) body = mix(vec3(1.0, 0.62, 0.25), frame.accent, 0.25);
    for (int i = 0; i < 3; i++) {
        float away = 1.0 - 0.45 * float(i);  // 1 far .. 0.1 before everything
        float shown = smoothstep(-0.12, 0.06, 1.0 - away - near + (i == 2 ? 1.0 : 0.0));
        vec2 d = drifting(p, t, 11.0 - 3.4 * float(i), float(i) + 1.0);
        float much = d.x * shown * (mood == 2 ? 0.55 : 0.80 - 0.10 * float(i));
        c = mood == 2 ? c + body * much : mix(c, body * d.y, clamp(much, 0.0, 1.0));
    }
    return c;
}

vec3 own_memory(vec2 p, float t, float px) {
    vec2 sway = moving * vec2(0.038 * swing(t * 0.085), 0.020 * swing(t * 0.062 + 0.2));
    float nearing = moving * 0.007 * t;
    vec2 uv = 0.5 + 0.54 * p, at = uv;
    for (int i = 0; i < 3; i++) {
        float near = texture(painting, mirrored(at)).a - 0.45;
        at = uv - sway * near - (uv - 0.5) * nearing * (0.6 + near);
    }
    vec4 seen = paint(mirrored(at));
    vec3 c = in_the_dream(linear_light(seen.rgb), seen.a, smoothstep(0.55, 1.05, length(p)), uv.y);
    return moving > 0.0 ? with_air(c, p, t, seen.a) : c;
}
