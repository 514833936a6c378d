// Folds: each sheet is a tube of cloth around the line of sight, in units of the view: its pleats run into the
// distance. The vertex stage bends it; the fragment stage shades it as silk: dark where it faces us, alight where it
// turns away or the beam shines through, and near an open memory. Cost: 1 ms for every 5000 points; 14 ms a full screen
// at 1280x720 on two cores.
#include "frame.glsl"
#include "touch.glsl"
#include "depths.glsl"

#ifdef VERTEX_STAGE
#define CONSTANT flat out
#else
#define CONSTANT flat in
#endif
// What holds for the whole picture, which a software rasteriser would read for each pixel by itself.
CONSTANT vec3 to_beam;  // unit vector towards the light
CONSTANT vec2 flows;    // of the caustics' noise, now
CONSTANT vec3 deep_blue, bright_blue, dark, warm;
CONSTANT vec3 lamp_at, lamp_glow;  // m, from the eye: an open memory, which shines on the silk; and its light

#ifdef VERTEX_STAGE
uniform vec3 beam;
uniform float warmth;
uniform vec3 lamp;
uniform vec3 lamp_light;
uniform float closing;
uniform float opening;
uniform vec3 turn;
uniform sampler2D heart_trace;
uniform int sheets;
in vec2 place;
out float beat;    // the pulse as it passes here on its way into the distance
out vec3 at;       // m, from the eye
out vec3 normal_in;
out vec3 cloth;    // around 0 to 1, along 0 near to 1 far, pleat
out vec4 water;    // its light in this direction, and how much of that lies before the cloth

struct Point {
    vec3 at;      // right, up, forward, m
    vec3 around;  // its change along the two ways of the cloth
    vec3 along;
    float pleat;  // out of the smooth tube, in parts of its radius
};

// The cloth at `p`: around 0 to 1, along 0 near to 1 far. Each wave is a sine; its cosine gives the slopes.
Point shape(vec2 p, float sheet, float hold) {
    float a = (p.x - 0.5) * 4.9 - 1.5708 + 0.22 * sin(frame.time * 0.11 + sheet * 2.1 + turn.x);
    float y = p.y;
    float t = frame.time * 0.33;
    float bent = 2.0 * a + t * 0.7 + turn.y + sheet;
    float drift = 0.55 * sin(bent) + 0.9 * y;
    vec2 drifts = vec2(1.1 * cos(bent), 0.9);
    float turn_a = 5.0 * a + 2.6 * drift + t + turn.z + sheet * 1.7;
    float turn_b = 11.0 * a - 3.1 * drift - 1.3 * t + turn.x + sheet * 4.1;
    float turn_c = 17.0 * a + 5.0 * y + 1.9 * t + turn.y;
    float wide = sin(turn_a), narrow = sin(turn_b);
    vec2 wides = cos(turn_a) * (vec2(5.0, 0.0) + 2.6 * drifts);
    vec2 narrows = cos(turn_b) * (vec2(11.0, 0.0) - 3.1 * drifts);
    float deep = 0.030 + 0.030 * wide;
    float pleat = wide * 0.105 + deep * narrow + sin(turn_c) * 0.012;
    vec2 pleats = wides * (0.105 + 0.030 * narrow) + deep * narrows + cos(turn_c) * vec2(0.204, 0.060);
    float turn_d = y * 5.0 - frame.time * 0.55 + sheet * 1.3;
    float turn_e = 3.0 * a + frame.time * 0.41 + turn.x;
    float bulge = pleat + 0.05 * sin(turn_d) + 0.03 * sin(turn_e);
    vec2 bulges = pleats + vec2(0.09 * cos(turn_e), 0.25 * cos(turn_d));

    float tight = mix(1.55, 0.84 + 0.11 * sheet, hold);
    float grown = 0.55 + 0.75 * y;
    float radius = tight + bulge * grown - 0.16 * y * hold;
    vec2 radii = bulges * grown + vec2(0.0, 0.75 * bulge - 0.16 * hold);
    float reach = 8.0 - 1.6 * sheet;
    float z = 1.5 + reach * (0.6 * y + 0.4) * y;
    float deeper = reach * (1.2 * y + 0.4);
    vec2 size = vec2(length(frame.right), length(frame.up));
    vec2 ring = vec2(cos(a) * 0.98, sin(a) * 1.06 - 0.05) * size;
    vec2 rings = vec2(-sin(a) * 0.98, cos(a) * 1.06) * size;
    Point found;
    found.at = vec3(ring * radius * z, z);
    found.around = vec3((rings * radius + ring * radii.x) * z, 0.0);
    found.along = vec3(ring * (radii.y * z + radius * deeper), deeper);
    found.pleat = pleat;
    return found;
}

void set_constants() {
    to_beam = beam;
    flows = vec2(frame.time * 0.23, -frame.time * 0.31);
    deep_blue = blue();
    bright_blue = turquoise();
    dark = frame.shadow * 0.28;
    warm = frame.accent * warmth;
    lamp_at = lamp;
    lamp_glow = lamp_light;
}

void main() {
    set_constants();
    float sheet = float(sheets - 1 - gl_InstanceID);
    float hold = smoothstep(0.0, closing, frame.act_time - 0.5 * sheet)
        * (1.0 - smoothstep(opening, opening + 5.5, frame.act_time));
    Point point = shape(place, sheet, hold);
    vec3 n = cross(point.along, point.around);
    mat3 view = mat3(normalize(frame.right), normalize(frame.up), normalize(frame.forward));
    at = view * point.at;
    normal_in = view * (n * inversesqrt(dot(n, n) + 1e-12));
    cloth = vec3(place, point.pleat);
    float distance = length(at);
    water = vec4(depths(at.y / distance), veil(distance) * 0.35);
    beat = textureLod(heart_trace, vec2(0.02 + 0.22 * place.y, 0.5), 0.0).r;
    gl_Position = frame.view_projection * vec4(frame.eye + at, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
#include "perlin.glsl"
const float SOFT = QUALITY > 2 ? 0.04 : 0.08;  // how far from edge-on a fold is opaque

in float beat;
in vec3 at;
in vec3 normal_in;
in vec3 cloth;
in vec4 water;
out vec4 colour;

// The net of light that the surface above casts, and its noise.
float caustics(out float ripple) {
    vec2 q = at.xz + to_beam.xz * ((3.0 - at.y) / to_beam.y);
    ripple = perlin(q * 1.1 + flows);
    float net = max(1.0 - abs(ripple) * 4.2, 0.0);
    return net * net;
}

// The light of the open memory on silk with this normal.
vec3 by_lamp(vec3 normal) {
    vec3 to_lamp = lamp_at - at;
    float square = dot(to_lamp, to_lamp);
    return lamp_glow / (1.0 + 0.80 * square) * (0.20 + 0.80 * abs(dot(normal, to_lamp)) * inversesqrt(square));
}

float tight(float gloss) {  // to the 16th
    gloss *= gloss;
    gloss *= gloss;
    gloss *= gloss;
    return gloss * gloss;
}

#ifdef DAY
// Thin pale silk, of which so much is lit: light comes through it everywhere, and folds are seen by their shade.
vec3 by_day(float lit) {
    vec3 shade = frame.other * 0.50 + frame.dominant * 0.34;
    return mix(shade, frame.light * 0.98 + frame.other * 0.06, clamp(lit, 0.0, 1.0));
}
#endif

void main() {
    float distance = length(at);
    vec3 view = at / distance;
    vec3 normal = normalize(normal_in);
    float facing = dot(view, normal);
    normal *= facing > 0.0 ? -1.0 : 1.0;
    float lit = clamp(dot(normal, to_beam) * 0.5 + 0.5, 0.0, 1.0);
    float through = clamp(dot(-normal, to_beam) * 0.6 + 0.4, 0.0, 1.0)
        * clamp(dot(view, to_beam) * 0.7 + 0.5, 0.0, 1.0);
    vec3 half_way = normalize(to_beam - view);
    float gloss = tight(max(dot(normal, half_way), 0.0));

    float ripple;
    float net = caustics(ripple);

    // near black where it faces us; alight only where a pleat is turned to the light above, and along its edges
    float sheen = exp2(-abs(facing) * 12.0);
    float soft = exp2(-abs(facing) * 5.0);
    float crest = clamp(0.5 - cloth.z * 3.2, 0.0, 1.0);
    float sharp = gloss * gloss * crest;
    float high = smoothstep(-0.45, 0.75, view.y);  // light falls off towards the depths
    float rim = sheen * (0.15 + 0.85 * crest) * (0.25 + 0.75 * high);
    float shone = through * through * (0.04 + 0.96 * crest * crest) * high;
    float top = lit * lit * lit * crest * crest;
    vec3 silk = dark
        + deep_blue * (0.002 + (0.15 * top + 0.030 * soft * crest) * (0.06 + 0.94 * high) + 0.09 * shone * crest
            + 0.62 * rim + 0.42 * sharp)
        + bright_blue * (0.006 * shone + 0.26 * rim + 0.34 * net * top + 0.42 * sharp)
        + warm * ((0.016 + 0.070 * beat) * sheen * sheen * (1.0 - 0.7 * crest)
            + 0.006 * through * soft);  // warm along the edges, and where the light comes through
#ifdef DAY
    silk = by_day(0.08 + 0.70 * lit * high + 0.5 * shone + 0.5 * rim - 0.25 * soft * (1.0 - crest));
    silk += frame.light * (0.3 * net * top + 0.35 * sharp) + warm * (sheen * (0.04 + 0.1 * beat));
#endif
    silk += by_lamp(normal) * (0.010 + 0.30 * crest * crest + 1.2 * rim);
    if (touched) {  // a net of light runs over the silk
        float felt = felt_at(in_view(at) + vec2(0.12 * ripple, 0.5 * cloth.z));
        silk += ((deep_blue * 0.50 + bright_blue * 0.34) * (0.06 + net * 0.55 + soft * 0.5 * crest)
            + frame.accent * 0.10 * sheen) * felt;
    }
    silk = mix(silk, water.rgb, water.a);

    float edge = smoothstep(0.0, 1.0, abs(facing) / max(2.0 * fwidth(facing), SOFT));
    float far = smoothstep(1.0, 0.62 - 0.12 * ripple, cloth.y) * smoothstep(0.0, 0.10, cloth.y);
    float sides = smoothstep(0.0, 0.16, cloth.x) * (1.0 - smoothstep(0.84, 1.0, cloth.x));
    float alpha = (0.88 + 0.12 * sheen) * far * sides * (0.03 + 0.97 * edge);
    colour = vec4(silk * alpha, alpha);
}
#endif
