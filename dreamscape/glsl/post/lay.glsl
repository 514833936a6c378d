// lay: draws a layer of reduced resolution over the picture with a bilinear tap.
uniform sampler2D image;
uniform vec2 target_texel;
out vec4 colour;

void main() {
    colour = texture(image, gl_FragCoord.xy * target_texel);
}
