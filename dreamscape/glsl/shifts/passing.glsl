// passing: what all shifts share: the pictures of the act that comes and of the one that leaves, and the gate, the
// place of what both contain. What holds for the whole picture comes from the vertices: rasterisers on a CPU read that
// faster than uniforms. PLAIN_COMING or PLAIN_LEAVING if one of the two holds code values while the other holds light.
// GRID: the file that includes it has a vertex `main` of its own, which sets `across` and calls set_passing().
#include "frame.glsl"
#include "decode.glsl"
#define COVERED
uniform sampler2D coming;
uniform sampler2D leaving;

#ifdef VERTEX_STAGE
#include "fullscreen.glsl"
uniform vec2 texel_size;
uniform vec2 gate_place;
uniform vec4 gate_places;
uniform vec3 glow_colour;
uniform float passed;
flat out vec2 target_texel, gate;
flat out vec4 gates, first;
flat out vec3 glow, accent, dominant;
flat out float passing, aspect, now, heart;

void set_passing() {
    target_texel = texel_size;
    gate = gate_place;
    gates = gate_places;
    first = texelFetch(leaving, ivec2(0), 0);
    glow = glow_colour;
    accent = frame.accent;
    dominant = frame.dominant;
    passing = passed;
    aspect = frame.aspect;
    now = frame.time;
    heart = frame.heart;
}
#ifndef GRID
void main() {
    cover();
    set_passing();
}
#endif
#endif

#ifdef FRAGMENT_STAGE
noperspective in vec2 across;  // the picture, 0 to 1 from left and bottom
flat in vec2 target_texel;
flat in vec2 gate;      // parts of the picture from left and bottom; it moves from one act's to the other's
flat in vec4 gates;     // where it is in the act that leaves, and in the one that comes
flat in vec4 first;     // the leaving picture's first texel: all of it if it is of one colour
flat in vec3 glow;      // linear colour of what shines
flat in vec3 accent, dominant;
flat in float passing;  // 0 only the leaving act .. 1 only the coming one
flat in float aspect, now, heart;
out vec4 colour;
#endif

// From the gate, in heights of the picture.
vec2 from_gate(vec2 at) {
    return (at - gate) * vec2(aspect, 1.0);
}

// 0 before `from`, 1 after `to`, and no jolt at either.
float during(float from, float to) {
    return smoothstep(from, to, passing);
}

#ifdef FRAGMENT_STAGE
vec4 coming_at(vec2 at) {
    vec4 c = texture(coming, at);
#ifdef PLAIN_COMING
    c.rgb = decode(clamp(c.rgb, 0.0, 1.0));
#endif
    return c;
}

vec4 leaving_at(vec2 at) {
    vec4 c = texture(leaving, at);
#ifdef PLAIN_LEAVING
    c.rgb = decode(clamp(c.rgb, 0.0, 1.0));
#endif
    return c;
}

// Beyond its edge a picture is seen mirrored.
vec2 folded_in(vec2 at) {
    return clamp(1.0 - abs(1.0 - abs(at)), 0.001, 0.999);
}

// What is seen of an act from `nearer` times as near, its own gate at the gate.
vec4 coming_near(vec2 at, float nearer) {
    return coming_at(folded_in(gates.zw + (at - gate) / nearer));
}

vec4 leaving_near(vec2 at, float nearer) {
    return leaving_at(folded_in(gates.xy + (at - gate) / nearer));
}

// How far a place in the picture can be from any gate, heights of the picture.
float furthest() {
    return length(vec2(aspect, 1.0));
}
#endif
