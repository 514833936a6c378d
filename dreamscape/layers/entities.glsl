// The entities. Vertex: a quad that faces the camera, larger for birds, never smaller than a few pixels; or, MIRRORED,
// its image in the sea, drawn out downwards. Fragment: a halo that all share, and a shape for each emotion, in units of the quad.
#include "frame.glsl"

#ifdef VERTEX_STAGE
uniform float size;
uniform float brightness;
uniform float mirrored;
uniform float wings;
in vec3 position;    // m
#ifndef MIRRORED
in vec3 velocity;    // m/s
#endif
in vec3 hue;
in vec2 kind_phase;  // which emotion, and its rhythm in turns
in vec2 look;        // presence, number
out vec2 at;
flat out vec4 shine;   // colour, softness of a pixel in units of the quad
flat out vec4 nature;  // kind, phase, number, how it leans: -1 to the left, 1 to the right

void main() {
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
    vec3 across = normalize(right);
    vec3 rise = normalize(up);
    vec3 place = position;
#ifdef MIRRORED
    place.y = -place.y;
    vec2 stretch = vec2(0.75, 2.4);
    float dim = mirrored / (1.0 + 0.12 * max(position.y, 0.0)) * smoothstep(9.0, 4.0, position.y);
    float lean = 0.0;
#else
    const vec2 stretch = vec2(1.0);
    const float dim = 1.0;
    float lean = clamp(dot(velocity, across) * 0.6, -1.0, 1.0);
#endif
    float away = max(dot(place - eye, forward), 0.1);
    float half_side = size * (kind_phase.x > 6.5 ? wings : abs(kind_phase.x - 2.0) < 0.5 ? 1.8 : 1.0) * sqrt(max(1.0, away / 40.0));
    half_side = max(half_side, 9.0 * pixel * away);
    at = corner;
    gl_Position = view_projection * vec4(place + (across * corner.x * stretch.x + rise * corner.y * stretch.y) * half_side, 1.0);
    shine = vec4(hue * look.x * look.x * brightness * dim, 1.5 * pixel * away / half_side);
    nature = vec4(kind_phase, look.y, lean);
}
#endif

#ifdef FRAGMENT_STAGE
#include "hash.glsl"
in vec2 at;
flat in vec4 shine;
flat in vec4 nature;
out vec4 colour;

#ifdef MIRRORED
void main() {
    vec2 p = at + vec2(0.10 * sin(at.y * 19.0 + time * 2.3 + nature.z * 2.0), 0.0);
    float rim = max(1.0 - length(p), 0.0);
    float ripple = 0.55 + 0.45 * sin(at.y * 31.0 - time * 3.0 + nature.z);
    colour = vec4(shine.rgb * rim * rim * ripple * 0.8, 0.0);
}

#else
const float TURN = 6.2831853;

// Light of a line or rim: 1 within `half_width` of distance 0, soft by at least a pixel.
float stroke(float d, float half_width) {
    return 1.0 - smoothstep(half_width * 0.4, half_width + shine.w, abs(d));
}

float lantern(vec2 p, float swing) {  // sadness: a bell and three slow trails
    float bell = length(p * vec2(1.0, 1.15 - 0.10 * swing)) - 0.24;
    float body = (1.0 - smoothstep(-0.24, 0.0, bell)) * smoothstep(-0.12, 0.02, p.y);
    float trails = 0.0;
    for (int i = -1; i <= 1; i++) {
        float sway = 0.10 * sin(p.y * 6.0 + time * 0.8 + float(i) * 1.7 + nature.z);
        trails += stroke(p.x - float(i) * 0.13 - sway * smoothstep(0.0, -0.7, p.y), 0.016);
    }
    return body * 0.7 + stroke(bell, 0.02) * step(0.0, p.y) * 0.8 + trails * smoothstep(-0.85, -0.1, p.y) * step(p.y, 0.02) * 0.45;
}

float bud(vec2 p) {  // resilience: six facets, one within the other, still
    vec2 q = abs(p);
    float hexagon = mix(max(q.x * 0.866 + q.y * 0.5, q.y), length(p), 0.45);
    float leaf = smoothstep(0.28, 0.10, hexagon) * 0.30 + stroke(hexagon - 0.27, 0.012) * 0.35;
    return leaf + stroke(hexagon - 0.15, 0.012) * 0.30 + smoothstep(0.13, 0.0, length(p)) * (0.9 + 0.3 * heart);
}

float spark(vec2 p) {  // impatience: rays that jump eight times a second, each too small and dim to be a flash
    float beat = floor(time * 8.0 + nature.y * 8.0);
    float sum = 0.0;
    for (int i = 0; i < 5; i++) {
        vec3 r = unpack3(hash(ivec3(i, int(beat), int(nature.z))));
        vec2 along = vec2(cos(r.x * TURN), sin(r.x * TURN));
        float far = dot(p, along);
        float kink = 0.05 * sin(far * 30.0 + r.y * TURN);
        sum += stroke(dot(p, vec2(-along.y, along.x)) + kink, 0.012) * step(0.0, far) * smoothstep(0.35 + 0.4 * r.z, 0.05, far);
    }
    return sum * 0.8 + smoothstep(0.14, 0.0, length(p)) * 1.4;
}

float drop(vec2 p) {  // grief: a tear that falls out of itself, again and again
    float fall = fract(time * 0.40 + nature.y);
    vec2 q = p + vec2(0.0, 0.55 * fall * fall);
    float tear = length(q * vec2(1.0 + 1.4 * max(q.y * 3.0, 0.0), 1.0)) - 0.10;
    float above = length(p - vec2(0.0, 0.16)) - 0.15;
    return stroke(above, 0.022) + smoothstep(0.15, 0.0, length(p - vec2(0.0, 0.16))) * 0.5 +
           (1.0 - smoothstep(-0.05, 0.02, tear)) * (1.0 - fall) * 1.1;
}

float firefly(vec2 p) {  // curiosity: a body with three moons that dart
    float sum = smoothstep(0.15, 0.0, length(p)) * 1.3;
    for (int i = 0; i < 3; i++) {
        float turn = time * (0.42 + 0.17 * float(i)) + nature.y + float(i) * 0.37;
        float dart = floor(turn * 3.0) + smoothstep(0.25, 1.0, fract(turn * 3.0));
        float a = dart / 3.0 * TURN;
        sum += smoothstep(0.075, 0.0, length(p - vec2(cos(a), sin(a) * 0.8) * (0.30 + 0.08 * float(i))));
    }
    return sum;
}

float rings(vec2 p) {  // wisdom: rings that turn slowly about each other
    float sum = smoothstep(0.10, 0.0, length(p)) * 1.2;
    for (int i = 0; i < 3; i++) {
        float a = time * 0.10 * (1.0 - 2.0 * float(i & 1)) * TURN + float(i) * 1.1 + nature.y * TURN;
        float flat_ = 0.35 + 0.5 * abs(sin(a * 0.5));
        vec2 q = vec2(cos(a) * p.x + sin(a) * p.y, (cos(a) * p.y - sin(a) * p.x) / flat_);
        sum += stroke((length(q) - 0.20 - 0.09 * float(i)) * flat_, 0.014) * 0.55;
    }
    return sum;
}

float blossom(vec2 p, float swing) {  // tenderness: five petals that open and close as one breathes
    float r = length(p);
    float a = atan(p.y, p.x + 1e-5) + 0.25 * sin(time * 0.5 + nature.z);
    float open = 0.30 + 0.05 * swing;
    float petal = open * (0.62 + 0.38 * abs(cos(a * 2.5)));
    return stroke(r - petal, 0.020) * 0.7 + smoothstep(petal, 0.0, r) * 0.35 + smoothstep(0.10, 0.0, r) * 0.9;
}

float bird(vec2 p) {  // joy: two wings that beat, a body, a tail of light
    float glide = 0.5 + 0.5 * sin(time * 0.7 + nature.z * 2.1);
    float beat = sin((time * 1.25 + nature.y) * TURN) * mix(1.0, 0.35, glide);
    vec2 q = vec2(p.x - 0.18 * nature.w * p.y, p.y - 0.06 * beat * 0.5);
    float x = abs(q.x);
    float wing = beat * (0.62 * x - 0.30 * x * x) + 0.18 * x - 0.55 * x * x * (1.0 - 0.5 * beat);
    float broad = 0.070 * (1.0 - x / 0.82) + 0.012;
    float feather = (1.0 - smoothstep(broad * 0.3, broad + shine.w, abs(q.y - wing + 0.35 * broad))) * smoothstep(0.84, 0.55, x);
    float body = smoothstep(1.0, 0.0, length((q + vec2(0.0, 0.02)) * vec2(11.0, 5.5)));
    float trail = stroke(q.x + nature.w * 0.5 * (q.y + 0.1), 0.03) * smoothstep(-0.5, -0.1, q.y) * step(q.y, 0.0);
    return feather * (0.55 + 0.6 * smoothstep(0.6, 0.0, x)) + body * 1.2 + trail * 0.35;
}

void main() {
    vec2 p = at;
    float far = length(p);
    float swing = sin(nature.y * TURN);
    int kind = int(nature.x + 0.5);
    float shape = kind == 0 ? lantern(p, swing) : kind == 1 ? bud(p) : kind == 2 ? spark(p) : kind == 3 ? drop(p)
                : kind == 4 ? firefly(p) : kind == 5 ? rings(p) : kind == 6 ? blossom(p, swing) : bird(p);
    float rim = max(1.0 - far, 0.0);
    float halo = rim * rim * rim * (0.30 + 0.05 * swing);
    float white = dot(shine.rgb, vec3(0.16));
    vec3 glow = shine.rgb * halo + (shine.rgb + white) * shape * 1.25 * step(far, 1.0);
    colour = vec4(glow, 0.0);
}
#endif
#endif
