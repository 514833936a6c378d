// expose: the light of one moment, weighted by its part of a longer exposure.
uniform sampler2D image;
uniform float part;  // of the time that the shutter is open
out vec4 colour;

void main() {
    colour = texelFetch(image, ivec2(gl_FragCoord.xy), 0) * part;
}
