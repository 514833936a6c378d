// A walker: a signed distance around the joints that gait.py poses, in metres right of and above the feet. A stranger is
// glass: nearly nothing inside, pleats, a bright rim, a glow of their feeling in the chest, and comes apart at the feet. The
// dreamer is dark with a thin rim, lit from the hand that is held aloft. Cost: 10 capsules and 2 noises a pixel of the card.
#include "frame.glsl"

#ifdef VERTEX_STAGE
uniform float upright;  // 1, or -1 in the mirror
in vec4 j0;
in vec4 j1;
in vec4 j2;
in vec4 j3;
in vec4 j4;
in vec4 j5;
in vec4 j6;
in vec4 j7;
in vec4 j8;      // right toe; tallness, how much of the heading is across the picture
in vec4 stand;   // feet x, z; dreamer or not; a number of its own
in vec4 feeling; // colour, presence
out vec2 at;
flat out vec4 joint[9];
flat out vec4 self;
flat out vec4 mood;

void main() {
    joint = vec4[9](j0, j1, j2, j3, j4, j5, j6, j7, j8);
    self = stand;
    mood = feeling;
    float near = length(vec3(stand.x, eye.y, stand.y) - eye);
    mood.a *= mix(smoothstep(2.5, 6.5, near), 1.0, stand.z);  // who comes too near is no more seen than a breath
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    at = mix(vec2(-0.75, -0.08), vec2(0.75, mix(1.92, 2.25, stand.z)), corner) * j8.z;
    vec3 across = normalize(vec3(right.x, 0.0, right.z));
    vec3 place = vec3(stand.x, 0.0, stand.y) + across * at.x;
    gl_Position = view_projection * vec4(place.x, at.y * upright, place.z, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
#include "shapes.glsl"
#include "perlin.glsl"
uniform float brightness;
uniform float rim;
in vec2 at;
flat in vec4 joint[9];
flat in vec4 self;
flat in vec4 mood;
out vec4 colour;

// The garment, in parts of the wearer's tallness: how wide it is on each side of its middle line at height y, by its cut:
// a dress flares from a narrow waist to the ground, a coat falls straight to the shins, a robe hides the waist.
struct Cut {
    float waist;
    float hem;    // half its width
    float low;    // the hem's height
};

Cut cut_of(float number, float dreamer) {
    if (dreamer > 0.5) return Cut(0.118, 0.265, 0.075);
    return number < 0.38 ? Cut(0.112, 0.270, 0.05) : number < 0.72 ? Cut(0.142, 0.205, 0.36) : Cut(0.158, 0.240, 0.09);
}

// x: distance, m; y: -1 to 1 across the garment; z: 0 at the waist, 1 at the hem; w: m to a sleeve or the face, within.
vec4 figure(vec2 at_m) {
    float k = joint[8].z, ahead = joint[8].w;
    vec2 p = at_m / k;
    vec2 head = joint[0].xy / k, neck = joint[0].zw / k, pelvis = joint[1].xy / k;
    Cut cut = cut_of(self.w, self.z);
    float y = p.y - pelvis.y + 0.93;  // as if nobody rose and fell
    float fall = clamp((1.08 - y) / (1.08 - cut.low), 0.0, 1.1);
    vec2 feet = 0.5 * (joint[5].zw + joint[7].zw) / k;
    float step_wide = abs(joint[5].z - joint[7].z) / k;
    float middle = mix(pelvis.x, neck.x, clamp((y - 0.93) / 0.55, 0.0, 1.0));
    middle += (feet.x - pelvis.x - 0.07 * ahead) * fall * fall;  // the hem comes after
    float sway = 0.014 * sin(fall * 5.0 - time * 2.1 + self.w * 40.0) * fall;
    float slim = 1.0 - 0.22 * abs(ahead);
    float wide = mix(cut.waist, 0.178, smoothstep(1.06, 1.36, y)) * slim;
    wide = mix(wide, 0.046, smoothstep(1.33, 1.52, y));
    wide += (cut.hem + step_wide * 0.32 - cut.waist) * fall * (0.42 + 0.58 * fall);
    float hip = (y - 0.91) / 0.13;
    wide += 0.018 / (1.0 + hip * hip * 2.0);
    float across = (p.x - middle - sway) / wide;
    float d = (abs(p.x - middle - sway) - wide) * 0.92;
    d = max(d, y - 1.50);
    d = max(d, (cut.low + 0.014 * sin(across * 7.0 + self.w * 30.0 + time * 1.3) - y) * 0.9);

    vec2 knee_l = joint[5].xy / k, ankle_l = joint[5].zw / k, knee_r = joint[7].xy / k, ankle_r = joint[7].zw / k;
    float legs = min(capsule(p, knee_l, ankle_l + 1e-4, 0.058, 0.034), capsule(p, knee_r, ankle_r + 1e-4, 0.058, 0.034));
    legs = min(legs, min(capsule(p, ankle_l, joint[6].xy / k + 1e-4, 0.034, 0.020), capsule(p, ankle_r, joint[8].xy / k + 1e-4, 0.034, 0.020)));
    d = fillet(d, legs, 0.02);

    vec2 elbow_l = joint[2].xy / k, elbow_r = joint[3].zw / k;
    vec2 in_l = mix(joint[1].zw / k, neck, 0.27) - vec2(0.0, 0.045), in_r = mix(joint[3].xy / k, neck, 0.27) - vec2(0.0, 0.045);
    float arm_l = min(capsule(p, in_l, elbow_l, 0.052, 0.043), capsule(p, elbow_l, joint[2].zw / k, 0.043, 0.020));
    float arm_r = min(capsule(p, in_r, elbow_r, 0.052, 0.043), capsule(p, elbow_r, joint[4].xy / k, 0.043, 0.020));
    float arms = min(arm_l, arm_r);
    d = fillet(d, arms, 0.05);

    d = fillet(d, capsule(p, neck - vec2(0.0, 0.05), head, 0.044, 0.040), 0.045);
    vec2 face = p - head - vec2(0.012 * ahead, 0.012);
    float skull = (length(face * vec2(1.34, 1.0)) - 0.103) * 0.84;
    float style = fract(self.w * 5.3);
    float hangs = self.z > 0.5 ? 0.27 : style < 0.30 ? 0.0 : mix(0.13, 0.34, style);  // a knot, short hair, long hair
    vec2 nape = head + vec2(-0.030 * ahead, 0.030);
    vec2 ends = head - vec2(0.080 * ahead + 0.010 * sin(time * 1.7 + self.w * 30.0), hangs);
    float hair = capsule(p, nape, ends + 1e-4, 0.086, mix(0.074, 0.060, smoothstep(0.1, 0.3, hangs)));
    if (hangs == 0.0) hair = min(hair, length(p - head - vec2(-0.06 * ahead, 0.125)) - 0.040);
    d = fillet(d, fillet(skull, hair, 0.02), 0.018);
    return vec4(d * k, across, fall, min(abs(arms), abs(skull)) * k);
}

// One tail of the dreamer's scarf, as act 1 knows it: it leaves the neck to the left and rides on the wind.
float tail(vec2 q, float beat, float lift, float reach) {
    float run = -q.x;
    float wave = lift * run + 0.035 + run * (0.26 * sin(run * 10.0 - time * 3.3 + beat) + 0.09 * sin(run * 23.0 - time * 6.1 + beat));
    float thick = 0.017 + 0.011 * sin(run * 13.0 - time * 4.7 + beat) * run;
    return 0.7 * max(abs(q.y - wave) - thick, max(-run - 0.03, run - reach));
}

float scarf(vec2 p) {
    vec2 q = p - joint[0].zw;
    float wrap = capsule(q, vec2(-0.045, 0.0), vec2(0.045, 0.0), 0.048, 0.048);
    return min(wrap, min(tail(q, 0.0, 0.30, 0.44), tail(q, 1.9, 0.08, 0.30)));
}

void main() {
    float k = joint[8].z;
    vec4 shape = figure(at);
    float cloth = self.z > 0.5 ? scarf(at) : 1.0;
    float d = min(shape.x, cloth);
    float size = max(fwidth(at.y), 1e-4);
    float alpha = clamp(0.5 - d / size, 0.0, 1.0);
    float thin = max(0.007 * k, 0.8 * size);
    float edge = exp(-d * d / (thin * thin));
    float deep = min(d, 0.0) / k;
    float glass = exp(deep / 0.026);  // light gathers where the body curves away
    float high = clamp(at.y / (1.75 * k), 0.0, 1.2);
    vec2 slope = normalize(vec2(dFdx(d), dFdy(d)) + 1e-6);

    // stranger: pleats of glass, a warmth in the chest, feet and trailing side that come apart into dust
    vec2 inside = (at - joint[1].xy) / k;
    float drift = perlin(vec2(inside.x * 6.0 + self.w * 37.0, inside.y * 3.0 - time * 0.22));
    float grains = perlin(vec2(inside.x * 34.0 + self.w * 19.0, inside.y * 30.0 + time * 0.35));
    float pleat = sin(shape.y * 8.0 + drift * 3.0 + self.w * 21.0);
    pleat = 1.0 - abs(pleat);
    pleat *= pleat * pleat;
    vec2 from_chest = inside - vec2(0.0, 0.34 + 0.05 * drift);
    float ember = exp(-dot(from_chest, from_chest * vec2(110.0, 16.0))) * (0.75 + 0.25 * sin(time * 2.1 + self.w * 20.0));
    vec3 tint = mix(mix(other, counter, self.w), mood.rgb, 0.30);
    float behind = max(-shape.y * sign(joint[8].w) * abs(joint[8].w), 0.0) * step(0.01, shape.z);
    float whole = smoothstep(0.06, 0.62, high * 1.5 - 0.22 * behind * shape.z + 0.30 * drift + 0.22 * grains);
    float facing = 0.16 + 0.84 * clamp(dot(slope, vec2(self.w > 0.5 ? 0.64 : -0.64, 0.77)) * 0.85 + 0.25, 0.0, 1.0);
    vec3 ghost = (tint * 0.55 + light * 0.55) * edge * facing;
    ghost += (tint + light * 0.12) * glass * glass * (0.12 + 0.34 * facing);
    ghost += tint * pleat * (0.05 + 0.20 * smoothstep(0.0, 0.5, shape.z)) * (0.6 + drift);
    ghost += (tint * 0.5 + light * 0.15) * exp(-shape.w * shape.w / (thin * thin)) * (1.0 - edge) * 0.40 * facing;
    ghost += (mood.rgb * 0.8 + light * 0.12) * ember * 0.26;
    ghost += (tint * 0.6 + light * 0.3) * max(grains - 0.25, 0.0) * (1.0 - whole) * 2.2 * smoothstep(0.0, 0.12, high);
    ghost *= alpha * whole;
    float veil = alpha * (0.16 + 0.34 * glass) * whole;

    // dreamer
    vec2 to_key = joint[4].xy + vec2(0.0, 0.30) - at;
    float key_far = dot(to_key, to_key);
    float towards = clamp(dot(slope, to_key * inversesqrt(key_far + 1e-4)) * 0.85 + 0.15, 0.0, 1.0);
    vec3 dark = (shadow * 0.5 + dominant * 0.010) * alpha;
    float of_body = cloth < shape.x ? 0.22 : 1.0;
    dark += (accent * 0.9 + light * 0.4) * (edge + 0.10 * glass * glass) * towards * towards * alpha * rim * of_body * 1.5 / (0.55 + key_far);
    dark += counter * edge * alpha * 0.16 * rim * of_body;
    dark += (accent * 0.5 + dominant) * pleat * smoothstep(0.0, 0.4, shape.z) * alpha * 0.03 * rim;
    float vein = max(1.0 - abs(perlin(vec2(at.x * 16.0, at.y * 8.0))) * 16.0, 0.0);
    dark += (light * 0.5 + accent * 0.5) * vein * alpha * exp(-key_far * 9.0) * (0.5 + 0.5 * heart);

    colour = vec4(mix(ghost * brightness, dark, self.z), mix(veil, alpha, self.z)) * mood.a;
}
#endif
