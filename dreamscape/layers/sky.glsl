#include "frame.glsl"
out vec4 colour;
void main() { vec3 r = normalize(view_ray(gl_FragCoord.xy)); colour = vec4(mix(accent, counter, clamp(r.y*2.,0.,1.)), 1.0); }
